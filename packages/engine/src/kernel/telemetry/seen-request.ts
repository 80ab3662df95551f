import type { Tracer } from '@opentelemetry/api';
import type { SeenAnswer, SeenRequest } from '../../contract/telemetry.ts';
import type { Instruments } from './instruments.ts';
import { type OpenTelemetryApi, watch } from './watch.ts';

/** Any other method could be a stranger's text. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Values of `SpanKind`: importing the enumeration would load the api. */
const [INTERNAL, SERVER] = [0, 1];

export function carried<Answer>(
  { trace, context, propagation }: OpenTelemetryApi,
  headers: SeenRequest['headers'],
  work: (isFirst: boolean) => Answer,
): Answer {
  const active = context.active();
  if (trace.getSpan(active) !== undefined) return work(false);
  return context.with(propagation.extract(active, headers), () => work(true));
}

export function seenRequest<Answer extends SeenAnswer>(
  api: OpenTelemetryApi,
  tracer: Tracer,
  { requests }: Instruments,
  { method, route, headers, instance }: SeenRequest,
  answer: () => Promise<Answer>,
): Promise<Answer> {
  const known = METHODS.has(method);
  const name = known ? method : 'HTTP';
  const attributes = {
    'http.request.method': known ? method : '_OTHER',
    ...(route === undefined ? {} : { 'http.route': route }),
  };
  let answered: SeenAnswer | undefined;
  return carried(api, headers, (isFirst) =>
    watch(
      tracer,
      {
        name: route === undefined ? name : `${name} ${route}`,
        attributes,
        options: { kind: isFirst ? SERVER : INTERNAL },
        duration: requests,
        also(_, span) {
          span.setAttribute('sallyport.request.id', instance());
          if (answered === undefined) return undefined;
          const { status, problem } = answered;
          if (problem !== undefined) span.setAttribute('sallyport.problem', problem);
          const failed = status < 500 ? {} : { 'error.type': problem ?? String(status) };
          return { 'http.response.status_code': status, ...failed };
        },
      },
      async () => {
        const reply = await answer();
        answered = reply;
        return reply;
      },
    ),
  );
}
