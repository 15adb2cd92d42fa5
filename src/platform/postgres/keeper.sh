#!/bin/sh
# Keeps one PostgreSQL for one app, and ends with it.
#
#   keeper.sh FOLDER SOCKETS BINARIES RUN_AS HOLDER SETTING...      (server.ts is the only caller)
#
# Two kernel locks make this safe against kill -9 of anything:
#   app.lock     is held while the app lives. A second app cannot get it and is refused.
#   server.lock  is inherited by every PostgreSQL process. Whoever gets it knows that none of them is left, even when
#                the app before was killed and its server is still on the way down.
# A word goes to the app on standard output after each step: held, free, made. The app closes our standard input by
# dying, whatever killed it. Its first line is the superuser's password; a line "stop" asks for a clean end.

folder=$1 sockets=$2 binaries=$3 run_as=$4 holder=$5
shift 5

child= stopping=

# A shell starts background work with INT and QUIT ignored. Until PostgreSQL has put its own handlers in place, TERM is
# the only signal that reaches it, so it gets both.
end_child() {
  stopping=$1
  [ -z "$child" ] || kill -s TERM "$child" 2>/dev/null
  [ -z "$child" ] || kill -s "$1" "$child" 2>/dev/null
}

# Runs a command and comes back when it is gone for certain: a signal interrupts `wait`, not this function.
run() {
  { exec "$@"; } 3<&- 8>&- &
  child=$!
  [ -z "$stopping" ] || end_child "$stopping"
  while :; do
    wait "$child"
    status=$?
    kill -0 "$child" 2>/dev/null || break
  done
  child=
  return "$status"
}

# take DESCRIPTOR [-n]: locks the open file, at once or not at all with -n. macOS has perl in place of flock.
take='open my $file, ">>&=", $ARGV[0]; exit !flock $file, LOCK_EX | ($ARGV[1] ? LOCK_NB : 0)'
if command -v flock >/dev/null 2>&1; then locker=flock; fi
take_at_once() {
  if [ -n "$locker" ]; then flock -n "$1"; else perl -MFcntl=:flock -e "$take" "$1" -n; fi
}
take_in_time() {
  if [ -n "$locker" ]; then run flock "$1"; else run perl -MFcntl=:flock -e "$take" "$1"; fi
}

exec 3<&0 </dev/null
read -r password <&3
umask 077
exec 8>>"$folder/app.lock"
take_at_once 8 || exit 75
printf '%s\n' "$holder" >"$folder/holder"
echo held

trap 'end_child INT' USR1
trap 'end_child QUIT' USR2

# The watcher alone keeps app.lock: it lets go of it the moment the app dies, while the server may still be stopping.
(
  while read -r word <&3; do
    [ "$word" != stop ] || kill -s USR1 $$
  done
  exec 8>&-
  kill -s USR2 $$
) >/dev/null 2>&1 &
watcher=$!
exec 8>&-
trap 'kill "$watcher" 2>/dev/null; wait "$watcher"' EXIT

exec 9>>"$folder/server.lock"
take_in_time 9
[ -z "$stopping" ] || exit 76
echo free

# An interrupted initdb leaves only cluster.new behind, so `cluster` is always whole.
if [ ! -d "$folder/cluster" ]; then
  rm -rf "$folder/cluster.new"
  printf '%s\n' "$password" >"$folder/password"
  run $run_as "$binaries/initdb" --pgdata="$folder/cluster.new" --username=postgres --pwfile="$folder/password" \
    --auth=scram-sha-256 --encoding=UTF8 --locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C >&2 || exit 77
  rm -f "$folder/password"
  mv "$folder/cluster.new" "$folder/cluster"
fi
# server.lock is ours, so these can only be left over from a server that was killed. Their process number may belong to
# another program by now, and PostgreSQL would refuse to start for fear of it.
rm -f "$folder/cluster/postmaster.pid" "$sockets"/.s.PGSQL.*
echo made

# Should this script itself be killed, the kernel ends the server in its place.
if setpriv --pdeathsig QUIT true 2>/dev/null; then run_as="$run_as setpriv --pdeathsig QUIT"; fi
run $run_as "$binaries/postgres" -D "$folder/cluster" "$@"
exit "$status"
