# The program with its own PostgreSQL, as an ordinary user. Data lie in the volume /data, backups in /backups.
# test/container.test.ts reads this file and runs what it says outside of a container.

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The image brings Node itself; the copy that npm would bring is as large as everything else.
RUN npm ci --omit=dev && rm -rf node_modules/node-linux-*
COPY . .
# Links of the database's libraries and the built screens are made here: nothing is written into /app later.
RUN node -e "import('./src/platform/postgres-binaries.ts').then((module) => module.nativeFolder())" \
 && node -e "import('./scripts/setup/web.mjs').then((module) => module.buildWeb(process.execPath))"

FROM node:24.21.0-bookworm-slim
ENV REGELKREIS_DATA=/data \
    BACKUP_FOLDER=/backups \
    HOST=0.0.0.0 \
    PORT=8080 \
    LOG_FORMAT=json
RUN install -d -m 700 -o node -g node /data /backups
WORKDIR /app
COPY --from=build /app/package.json /app/package-lock.json /app/regelkreis /app/LICENSE ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/scripts ./scripts
COPY --from=build /app/db ./db
COPY --from=build /app/src ./src
COPY --from=build /app/web/dist ./web/dist
COPY --from=build /app/tracker/dist ./tracker/dist
USER node
VOLUME ["/data", "/backups"]
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "src/main.ts"]
