'use strict';
const bcrypt = require('bcryptjs');
const connectPgSimple = require('connect-pg-simple');
const express = require('express');
const session = require('express-session');
const { Passport } = require('passport');
const { Strategy } = require('passport-local');
const { isTotpCode, newTotpSecret } = require('./totp.cjs');
const { usersOf } = require('./users.cjs');

const DAY = 24 * 60 * 60 * 1000;
const COST = 10;

/**
 * Makes the app, with sign-in by Passport. `moving` is the one change for the move: the first import has copied hashes and secrets, so nobody changes
 * them here any more.
 */
exports.createApp = async ({ pool, sessionSecret, moving = false }) => {
  const users = usersOf(pool);
  await users.prepare();

  const passport = new Passport();
  passport.use(
    new Strategy({ usernameField: 'email', passReqToCallback: true }, async (req, email, password, done) => {
      try {
        const user = await users.byEmail(email);
        if (user === undefined || !(await bcrypt.compare(password, user.password_hash))) return done(null, false);
        const { code } = req.body;
        if (user.totp_secret !== null && !isTotpCode(user.totp_secret, code, Date.now())) return done(null, false);
        return done(null, user);
      } catch (error) {
        return done(error);
      }
    }),
  );
  passport.serializeUser((user, done) => done(null, user.id));
  passport.deserializeUser((id, done) => users.byId(id).then((user) => done(null, user ?? false), done));

  const app = express();
  app.use(express.json());
  app.use(
    session({
      store: new (connectPgSimple(session))({ pool, createTableIfMissing: true }),
      secret: sessionSecret,
      resave: false,
      saveUninitialized: false,
      cookie: { maxAge: DAY, sameSite: 'lax' },
    }),
  );
  app.use(passport.session());
  const signedIn = (req, res, next) => (req.isAuthenticated() ? next() : res.sendStatus(401));
  const changing = (_req, res, next) => (moving ? res.status(503).json({ error: 'try again in an hour' }) : next());

  app.post('/sign-up', async (req, res) => {
    const { email, password } = req.body;
    // A real app mails a link, and then sets email_verified.
    const user = await users.add(email, await bcrypt.hash(password, COST));
    if (user === undefined) res.sendStatus(409);
    else res.status(201).json(user);
  });
  app.post('/sign-in', passport.authenticate('local'), (req, res) => res.json({ email: req.user.email }));
  app.post('/sign-out', (req, res, next) => req.logout((error) => (error ? next(error) : res.sendStatus(204))));

  app.put('/password', signedIn, changing, async (req, res) => {
    await users.setPassword(req.user.id, await bcrypt.hash(req.body.password, COST));
    res.sendStatus(204);
  });
  app.post('/totp', signedIn, changing, async (req, res) => {
    const secret = newTotpSecret();
    await users.setTotp(req.user.id, secret);
    res.json({ secret });
  });

  app.get('/orders', signedIn, async (req, res) => {
    const { rows } = await pool.query('select id, item from orders where user_id = $1 order by id', [req.user.id]);
    res.json({ orders: rows });
  });
  return app;
};
