import type { Caller, Enroll, FlowReply, Refusal } from '../../contract/index.ts';
import type { Undeclared } from '../../contract/refusal-table.ts';
import { factorOf } from '../../factors/index.ts';
import { registrationOptions, verifyRegistration } from '../../factors/passkey-registration.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { flowOf } from '../flow-record.ts';
import { beginCode, confirmCode } from './code.ts';
import { passkeyEnrolled } from './enrolled.ts';
import { enrollmentContext } from './enrollment-context.ts';
import { finish, wrong } from './finish.ts';
import { beginSecret, confirmSecret } from './secret.ts';

export function enroll(kernel: Kernel): Undeclared<Enroll> {
  const confirm: Undeclared<Enroll>['confirmCode'] = (caller, method, { code }) => {
    const setUp = factorOf(method)?.setUp;
    return setUp === undefined ? confirmCode(kernel, caller, method, code) : confirmSecret(kernel, caller, setUp, code);
  };
  return {
    secret: (caller, method) => beginSecret(kernel, caller, method),
    code: (caller, method, { address }) => beginCode(kernel, caller, method, address),
    confirmCode: confirm,
    async passkeyOptions(caller, { mediation } = {}) {
      const context = await enrollmentContext(kernel, caller, 'passkey');
      if ('refused' in context) return context;
      const { policy } = kernel.policies.known(caller.tenant);
      const { demand } = context.kind === 'flow' ? flowOf(context.flow) : {};
      return registrationOptions(kernel, policy, context.account, { boundTo: context.boundTo, demand, mediation });
    },
    passkey: (caller, input) => registerPasskey(kernel, caller, input),
  };
}

async function registerPasskey(
  kernel: Kernel,
  caller: Caller,
  input: Parameters<Enroll['passkey']>[1],
): Promise<FlowReply | Refusal> {
  const context = await enrollmentContext(kernel, caller, 'passkey');
  if ('refused' in context) return context;
  const registered = await verifyRegistration(kernel, context.account, context.boundTo, input, context.now);
  if (registered === undefined) return wrong(kernel, caller, context, 'passkey');
  return finish(
    kernel,
    caller,
    context,
    passkeyEnrolled(kernel, context.account, registered, context.now, context.setUpBy),
  );
}
