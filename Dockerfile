# One image for API, worker and commands: they differ by their command. Debian, since Temporal's SDK has no build for musl.
FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY tools/mend-driver.js tools/
# Without tools for development, and without the PostgreSQL that `npm start` brings along.
RUN npm ci --omit=dev --omit=optional --no-audit --no-fund

FROM packages AS bundle
COPY domain domain
COPY workflows workflows
COPY servers servers
RUN node servers/bundle.ts workflows.js

FROM node:24-bookworm-slim
ENV NODE_ENV=production WORKFLOW_BUNDLE_PATH=/app/workflows.js
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY . .
COPY --from=bundle /app/workflows.js workflows.js
# Where the demo keeps its tokens; whoever runs owns nothing else.
RUN mkdir -p /home/node/replenish && chown node:node /home/node/replenish
USER node
EXPOSE 3000 9464 9465 9466
CMD ["node", "api/server.ts"]
