import 'reflect-metadata';
import {
  type ArgumentsHost,
  Catch,
  Controller,
  Get,
  HttpCode,
  type MiddlewareConsumer,
  Module,
  Post,
  Req,
  RequestMethod,
  Res,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { blackBox } from '@sallyport/test-support/adapters/black-box';
import { BROKEN, type BuildApp, hostAnswer } from '@sallyport/test-support/adapters/black-box-app';
import { listen } from '@sallyport/test-support/adapters/listen';
import type { Request, Response } from 'express';
import { type ExpressSallyport, sallyport, sessionOf } from './sallyport.ts';

/** A Nest app in the set-up of docs/guide/frameworks.md. Its decorators are called as functions, because the tests are compiled without them. */
function moduleOf(guard: ExpressSallyport, hostErrors: (error: unknown) => void) {
  class Routes {
    me(req: Request) {
      return { account: sessionOf(req).accountId };
    }
    payout() {
      return { paid: true };
    }
    note(req: Request) {
      return { noted: req.body };
    }
    async maybe(req: Request) {
      return { account: (await guard.session(req))?.accountId ?? null };
    }
    async begin(req: Request, res: Response) {
      if ((await guard.begin(req, res, { continuation: 1 })).begun) res.redirect('/sign-in');
    }
    broken() {
      throw new Error(BROKEN);
    }
    home() {
      return 'the host';
    }
  }
  const route = (name: keyof Routes, kind: MethodDecorator, ...parameters: ParameterDecorator[]) => {
    const described = Object.getOwnPropertyDescriptor(Routes.prototype, name);
    if (described !== undefined) kind(Routes.prototype, name, described);
    for (const [place, parameter] of parameters.entries()) parameter(Routes.prototype, name, place);
  };
  Controller()(Routes);
  route('me', Get(['me', 'place', 'place/*below']), Req());
  route('payout', Post('payout'));
  route('note', Post('note'), Req());
  route('maybe', Get('maybe'), Req());
  route('begin', Get('begin'), Req(), Res());
  HttpCode(200)(Routes.prototype, 'note', Object.getOwnPropertyDescriptor(Routes.prototype, 'note') ?? {});
  route('broken', Get('broken'));
  route('home', Get(['/', 'authority']));

  class App {
    configure(consumer: MiddlewareConsumer) {
      consumer.apply(guard.require()).forRoutes('me', 'place', 'broken');
      consumer
        .apply(guard.require('enhanced', { within: '5m' }))
        .forRoutes({ path: 'payout', method: RequestMethod.POST });
      consumer
        .apply(guard.require(undefined, { within: '15m' }))
        .forRoutes({ path: 'note', method: RequestMethod.POST });
    }
  }
  Module({ controllers: [Routes] })(App);

  class Filter {
    catch(error: unknown, host: ArgumentsHost) {
      hostErrors(error);
      host.switchToHttp().getResponse<Response>().status(500).json(hostAnswer(error));
    }
  }
  Catch()(Filter);
  return { App, filter: new Filter() };
}

const build: BuildApp = async ({ auth, options, parts, bodyParser, hostErrors }) => {
  const guard = sallyport(auth, options);
  const { App, filter } = moduleOf(guard, hostErrors);
  const app = await NestFactory.create<NestExpressApplication>(App, { logger: false, bodyParser: false });
  app.use((_: Request, res: Response, next: () => void) => {
    res.vary('X-Host');
    next();
  });
  if (bodyParser) app.useBodyParser('json');
  app.use('/auth', guard.routes(parts));
  if (!bodyParser) app.useBodyParser('json');
  app.useGlobalFilters(filter);
  await app.init();
  const site = await listen(app.getHttpAdapter().getInstance());
  return (path, init) => fetch(site + path, init);
};

blackBox('Nest', build);
