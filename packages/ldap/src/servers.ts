export interface Address {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
}

const AVOIDED = 60_000;

export class Servers {
  readonly #addresses: readonly Address[];
  readonly #downAt = new Map<Address, number>();

  constructor(addresses: readonly Address[]) {
    this.#addresses = addresses;
  }

  inOrder(): readonly Address[] {
    const [up, down] = [false, true].map((isAvoided) =>
      this.#addresses.filter((address) => this.#isAvoided(address) === isAvoided),
    );
    return [...(up ?? []), ...(down ?? [])];
  }

  isDown(address: Address): void {
    this.#downAt.set(address, Date.now());
  }

  #isAvoided(address: Address): boolean {
    const passed = Date.now() - (this.#downAt.get(address) ?? -Infinity);
    return passed >= 0 && passed < AVOIDED;
  }
}
