const HOST = 'doseline.hospital.example'

/** What the page takes for granted: an address of its own, a certificate, PostgreSQL and nginx that run. */
export const BEFORE = `set -euo pipefail
mount -t proc proc /proc
ip link set lo up
mkdir -p /etc/ssl/doseline
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=${HOST} \\
  -keyout /etc/ssl/doseline/privkey.pem -out /etc/ssl/doseline/fullchain.pem 2>/dev/null
pg_ctlcluster 15 main start
nginx
cd /srv/bundle`

/** What an operator does next. */
export const AFTER = `echo "— through nginx"
ask() { curl -sSfk --resolve ${HOST}:443:127.0.0.1 "https://${HOST}$1"; }
ask /version; echo
ask /app/launch.html > /dev/null
[ "$(curl -sk -o /dev/null -w '%{http_code}' --resolve ${HOST}:443:127.0.0.1 https://${HOST}/metrics)" = 404 ]
curl -sSf http://127.0.0.1:8081/readyz | grep -q '"auditProtectedBy":"role and trigger"'
echo "— one process after the other is restarted"
systemctl restart doseline@8081
ask /version > /dev/null
systemctl restart doseline@8082
ask /version > /dev/null
echo "— backup, and the ledger’s own word"
OWNER=postgres://doseline_owner:$LEDGER_OWNER_PASSWORD@127.0.0.1/doseline
pg_dump --format=custom --file /tmp/doseline.dump $OWNER
env -i PATH=$PATH DATABASE_URL=$OWNER doseline ledger verify`

/** Stands for systemd: does what the unit says. */
export const SYSTEMCTL = String.raw`set -e
unit=/etc/systemd/system/doseline@.service
of() { sed -n "s/^$1=//p" $unit; }
as() { runuser -u "$(of User)" -- env -i PATH="$PATH" sh -c "set -a; . $(of EnvironmentFile); $(of Environment | sed "s/%i/$1/"); $2"; }
case "$1" in
  daemon-reload) ;;
  reload) nginx -s reload && sleep 1 ;;
  enable | restart)
    for name in "$@"; do
      case "$name" in doseline@*) ;; *) continue ;; esac
      port=$(echo "$name" | cut -d@ -f2)
      if [ -f "/run/$name" ]; then
        kill "$(cat "/run/$name")"
        while [ -d "/proc/$(cat "/run/$name")" ]; do sleep 0.2; done
      fi
      as "$port" "$(of ExecStartPre)" > "/var/log/$name.check" || { cat "/var/log/$name.check"; exit 1; }
      as "$port" "echo \$\$ > /tmp/$name; exec $(of ExecStart)" > "/var/log/$name.log" 2>&1 &
      for try in $(seq 200); do curl -sf "http://127.0.0.1:$port/readyz" > /dev/null && break; sleep 0.2; done
      mv "/tmp/$name" "/run/$name"
    done ;;
esac`
