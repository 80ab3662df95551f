'use strict';
const { Pool } = require('pg');
const { createApp } = require('./app.cjs');

const { DATABASE_URL, SESSION_SECRET, PORT = '3000', MOVING } = process.env;
const pool = new Pool({ connectionString: DATABASE_URL });
createApp({ pool, sessionSecret: SESSION_SECRET, moving: MOVING === '1' }).then((app) =>
  app.listen(Number(PORT), () => console.log(`http://localhost:${PORT} serves the old app`)),
);
