#!/bin/sh
# Keeps one PostgreSQL for one app, and ends with it.
#
#   keeper.sh FOLDER HOLDER BINARIES DATA_CHECK... (see server.ts, the only caller)
#
# Two kernel locks make this safe against kill -9 of anything:
#   app.lock     is held while the app lives. A second app cannot get it and is refused.
#   server.lock  is inherited by every PostgreSQL process. Whoever gets it knows that none of them is left, even when
#                the app before was killed and its server is still on the way down.
# A word goes to the app on standard output after each step: held, free, made. The app closes our standard input by
# dying, whatever killed it; a line "stop" before that asks for a clean end.

folder=$1 holder=$2 binaries=$3 as=$4
shift 4

child= stopping=

# The child gets TERM as well, because a shell starts background work with INT and QUIT ignored: until PostgreSQL has
# put its own handlers in place, TERM is the only one that reaches it.
end_child() {
  stopping=$1
  [ -z "$child" ] || kill -s TERM "$child" 2>/dev/null
  [ -z "$child" ] || kill -s "$1" "$child" 2>/dev/null
}

# Runs a command and waits until it is gone for certain; a signal interrupts `wait`, not this function.
run() {
  { exec "$@"; } 3<&- 8>&- &
  child=$!
  [ -z "$stopping" ] || end_child "$stopping"
  status=
  while :; do
    wait "$child"; status=$?
    kill -0 "$child" 2>/dev/null || break
  done
  child=
  return "$status"
}

take() {
  if command -v flock >/dev/null 2>&1; then
    flock $2 "$1"
  else
    perl -MFcntl=:flock -e 'open my $file, ">>&=", $ARGV[0]; exit !flock $file, LOCK_EX | ($ARGV[1] ? LOCK_NB : 0)' "$1" "$2"
  fi
}

exec 3<&0 </dev/null
exec 8>>"$folder/app.lock"
take 8 -n || exit 75
printf '%s\n' "$holder" >"$folder/holder"
echo held

trap 'end_child INT' USR1
trap 'end_child QUIT' USR2
# The watcher alone keeps app.lock: it lets go of it the moment the app dies, while the server is still stopping.
(
  if read -r word <&3 && [ "$word" = stop ]; then
    kill -s USR1 $$
    cat <&3 >/dev/null
  fi
  exec 8>&-
  kill -s USR2 $$
) >/dev/null 2>&1 &
watcher=$!
exec 8>&-

exec 9>>"$folder/server.lock"
if command -v flock >/dev/null 2>&1; then run flock 9; else take 9; fi
[ -z "$stopping" ] || exit 76
echo free

if [ ! -d "$folder/cluster" ]; then
  rm -rf "$folder/cluster.new"
  run $as "$binaries/initdb" --pgdata="$folder/cluster.new" --pwfile="$folder/password" "--username=postgres" \
    --auth=scram-sha-256 --encoding=UTF8 --locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C >&2 || exit 77
  [ -z "$stopping" ] || exit 76
  mv "$folder/cluster.new" "$folder/cluster"
fi
# server.lock is ours, so these can only be left over from a server that was killed. Its number may belong to another
# program by now, and PostgreSQL would refuse to start for fear of it.
rm -f "$folder/cluster/postmaster.pid"
echo made

# If this very script is killed, the kernel ends the server in its place.
if setpriv --pdeathsig QUIT true 2>/dev/null; then as="$as setpriv --pdeathsig QUIT"; fi
run $as "$binaries/postgres" -D "$folder/cluster" "$@"
kill "$watcher" 2>/dev/null
exit "$status"
