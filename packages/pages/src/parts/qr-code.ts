import QRCode from 'qrcode';

/** Black on white in both themes: cameras need this contrast. */
export async function qrCode(text: string): Promise<string> {
  const drawing = await QRCode.toString(text, { type: 'svg', margin: 4, errorCorrectionLevel: 'M' });
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawing)}`;
}
