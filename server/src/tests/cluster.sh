# A cluster of PostgreSQL for as long as the input stays open. Says its folder when it can be used, and leaves nothing of it behind.
set -eu
trap '' INT HUP
PATH="$PATH:$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)"
dir=$(mktemp -d)
trap 'pg_ctl -D "$dir/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$dir"' EXIT
# Not the collation of bytes, so that it shows where an order depends on the database's own.
initdb -D "$dir/data" -U genjin --auth=trust --encoding=UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=en-US --no-sync >"$dir/log"
# On the disk or not: what a test has written goes with it. A measurement wants it as somebody runs it.
lax="-c fsync=off -c full_page_writes=off -c autovacuum=off -c shared_buffers=32MB"
[ -z "${AS_IN_EARNEST:-}" ] || lax=
listen="-c listen_addresses="
if [ -n "${TLS_PORT:-}" ]; then # over the network it speaks TLS with everybody, or not at all
  (umask 077 && echo "$TLS_KEY" >"$dir/key.pem" && echo "$TLS_CERTIFICATE" >"$dir/certificate.pem")
  printf '%s\n' 'local all all trust' 'hostssl all all 127.0.0.0/8 trust' >"$dir/data/pg_hba.conf"
  listen="-c listen_addresses=127.0.0.1,127.0.0.2 -c port=$TLS_PORT -c ssl=on -c ssl_cert_file=$dir/certificate.pem -c ssl_key_file=$dir/key.pem"
fi
options="-k $dir -c max_connections=200 -c jit=off $listen $lax"
pg_ctl -D "$dir/data" -l "$dir/log" -w -o "$options" start >/dev/null || { cat "$dir/log" >&2; exit 1; }
echo "$dir"
read -r _ || true
