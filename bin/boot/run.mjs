import { spawn } from 'node:child_process';
import { root } from './steps.mjs';

/**
 * Runs a command in silence. Resolves with its exit status and everything it said; -1 means that it could not be started.
 */
export function runQuietly(command, args, { env = {}, cwd = root } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const forget = endWithUs(child);
    let said = '';
    child.stdout.on('data', (data) => (said += data));
    child.stderr.on('data', (data) => (said += data));
    child.on('error', (error) => resolve({ status: -1, said: error.message }));
    child.on('close', (status) => {
      forget();
      resolve({ status: status ?? -1, said });
    });
  });
}

const stop = (signal) => process.exit(128 + NUMBERS[signal]);

/** A build is many processes. They have a group of their own, and none of it is left when we end. */
function endWithUs(child) {
  const end = () => {
    try {
      process.kill(-child.pid, 'SIGTERM');
    } catch {
      // The group has just ended by itself.
    }
  };
  process.on('exit', end);
  for (const signal of ENDING) process.on(signal, stop);

  return () => {
    process.off('exit', end);
    for (const signal of ENDING) process.off(signal, stop);
  };
}

/**
 * Runs a command on this terminal and resolves with its exit status. It is told once what we are told: Ctrl-C reaches us
 * from the terminal and again from npm, and for a server a second signal means "at once". If npm is killed, so is the command.
 */
export function runHere(command, args, { env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: 'inherit',
      detached: true,
    });
    const stopPassingOn = passOnSignals((signal) => child.kill(signal));

    child.on('error', reject);
    child.on('close', (status, signal) => {
      stopPassingOn();
      resolve(status ?? 128 + (NUMBERS[signal] ?? 0));
    });
  });
}

/** The same signal within this time is an echo of the first. */
const ECHO_MS = 500;

/** How often we look whether npm is still there. A server whose npm was killed holds its port and its data no longer than this. */
const LOOK_MS = 250;

function passOnSignals(tell) {
  const heard = new Map();
  const listener = (signal) => {
    const echo = Date.now() - (heard.get(signal) ?? 0) < ECHO_MS;
    heard.set(signal, Date.now());
    if (!echo) tell(signal);
  };
  for (const signal of ENDING) process.on(signal, listener);

  const parent = process.ppid;
  const look = setInterval(() => process.ppid !== parent && listener('SIGTERM'), LOOK_MS);
  if (process.env.npm_lifecycle_event === undefined) clearInterval(look);

  return () => {
    clearInterval(look);
    for (const signal of ENDING) process.off(signal, listener);
  };
}

const NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };
const ENDING = ['SIGTERM', 'SIGINT', 'SIGHUP'];
