import { describe, expect, it } from 'vitest';
import { install, told, widest } from './installed.test-support.ts';
import { COMMANDS } from './run.ts';

const sallyport = install();

describe('sallyport', () => {
  it('tells what it can do, and which it is', async () => {
    const help = await sallyport.run(['--help']);
    expect(help).toMatchObject({ code: 0, err: '' });
    for (const { name } of COMMANDS) expect(help.out).toContain(`  ${name} `);
    expect(await sallyport.run(['--version'])).toEqual({ code: 0, out: '0.1.0\n', err: '' });
  });

  it('says on stderr what is missing, or misspelt, and exits with 2', async () => {
    const nothing = await sallyport.run([]);
    expect(nothing).toMatchObject({ code: 2, out: '' });
    expect(nothing.err).toContain('a command is missing');
    expect(await told('chek')).toEqual({
      code: 2,
      out: '',
      err: "sallyport: there is no command 'chek'; did you mean 'check'?\n",
    });
    expect((await told('check', '--jsn')).err).toContain("there is no option '--jsn'; did you mean '--json'?");
    expect((await told('check')).err).toContain('a file is missing: sallyport check FILE');
    expect((await told('check', 'a.json', 'b.json')).err).toContain("too many arguments, from 'b.json'");
  });

  it.each(COMMANDS.map(({ name }) => name))('%s --help names every option, and fits into 80 columns', async (name) => {
    const command = COMMANDS.find((each) => each.name === name);
    const { code, out } = await told(name, '--help');
    expect(code).toBe(0);
    expect(out).toBe(`${command?.help}\n`);
    expect((await told('help', name)).out).toBe(out);
    for (const option of Object.keys(command?.options ?? {})) expect(out).toContain(`  --${option}`);
    expect(widest(out)).toBeLessThanOrEqual(80);
  });
});

describe('sallyport migrate', () => {
  it('prints the statements for a schema, as one transaction', async () => {
    const { code, out, err } = await told('migrate', '--sql', '--schema', 'auth');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^begin;\n/);
    expect(out).toContain('create table "auth".sallyport_session');
    expect(out).toMatch(/commit;\n$/);
  });

  it('asks which database', async () => {
    const before = process.env['DATABASE_URL'];
    delete process.env['DATABASE_URL'];
    try {
      expect((await told('migrate')).err).toContain('Give --url, or the variable DATABASE_URL');
    } finally {
      if (before !== undefined) process.env['DATABASE_URL'] = before;
    }
    expect((await told('migrate', 'up')).err).toContain("too many arguments, from 'up'");
  });
});
