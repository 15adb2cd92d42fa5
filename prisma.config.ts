import { defineConfig } from 'prisma/config';

export default defineConfig({
  schema: 'prisma',
  migrations: { path: 'prisma/migrations' },
  // Only the command line reads this; the server takes its address from src/platform/config.ts.
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://localhost/anymeeting' },
});
