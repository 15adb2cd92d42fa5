/** The product with its policy layer, or with stand-ins for it when the task says so. */
const { without } = await new Promise<{ without?: true }>((resolve) => process.once('message', resolve));
if (without) await import('./without-policy/stand-ins.ts');
await import('./policy-server.ts');
