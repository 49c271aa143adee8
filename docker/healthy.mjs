// node docker/healthy.mjs URL: for health checks of containers, which have no curl.
const answer = await fetch(process.argv[2], { signal: AbortSignal.timeout(5000) }).catch(() => undefined);
process.exit(answer?.ok ? 0 : 1);
