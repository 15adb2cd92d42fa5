FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev
COPY . .
RUN node bin/build.mjs && node bin/fetch-worker.mjs /opt/mediasoup-worker

# The database lies elsewhere and this image is a Node already, so the optional packages that bring both stay out.
FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional

FROM node:24.21.0-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    DATA_DIR=/data \
    MEDIA_PORT=44400 \
    MEDIA_LISTEN_IP=0.0.0.0 \
    MEDIA_WORKERS=1 \
    MEDIASOUP_WORKER_BIN=/opt/mediasoup-worker \
    MEDIA_WORKER_KIND=prebuilt
COPY --from=build /opt/mediasoup-worker /opt/mediasoup-worker
COPY --from=packages /app/node_modules ./node_modules
COPY package.json ./
COPY prisma ./prisma
COPY views ./views
COPY docs/evidence ./docs/evidence
COPY --from=build /app/public ./public
COPY --from=build /app/src ./src
RUN install -d -o node -g node -m 700 /data
USER node
VOLUME /data
EXPOSE 3000/tcp 44400/udp 44400/tcp
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/readyz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
