#!/bin/bash
# Runs a program as a service's machine does: OUT is in another place than where it was
# built, nothing can be written but to /tmp, which is empty, and of the machine that built
# it the folders that are named are gone.
#
#   cage.sh OUT [FOLDER...] -- COMMAND...
#
# In COMMAND, OUT is where $CAGED_OUT says. The status is that of the command; 120 if the
# cage cannot be made, or does not hold.

set -u
export CAGED_OUT=/tmp/not-out/moved

if [ -z "${IN_CAGE-}" ]; then
    user=()
    [ "$(id -u)" -eq 0 ] || user=(--user --map-root-user)
    IN_CAGE=1 exec unshare "${user[@]}" --mount "$0" "$@"
fi

die() {
    echo "cage: $*" >&2
    exit 120
}

out=$(realpath "$1")
shift
folders=()
while [ "$1" != -- ]; do
    folders+=("$1")
    shift
done
shift

mount --make-rprivate / || die "mounts are not to be had"
mount --bind "$out" /mnt || die "$out cannot be moved"
for folder in "${folders[@]}"; do
    [ ! -d "$folder" ] || mount -t tmpfs none "$folder" || die "$folder stays"
done
mount -t tmpfs -o mode=1777 none /tmp && mkdir -p "$CAGED_OUT" &&
    mount --bind /mnt "$CAGED_OUT" || die "no place for OUT"
# A mount keeps the flags that it has: without them, an ordinary user is refused.
while read -r _ at _ flags _; do
    case $at in
    /tmp | /proc | /proc/* | /sys | /sys/*) continue ;;
    esac
    kept=$(tr , '\n' <<<"$flags" | grep -E '^(nosuid|nodev|noexec|noatime|relatime)$' | tr '\n' ,)
    mount -o "remount,bind,${kept}ro" "$at" 2>/dev/null
done </proc/self/mounts

for folder in / /var/tmp "${HOME-}" "$CAGED_OUT" "${folders[@]}"; do
    [ -d "$folder" ] || continue
    if touch "$folder/written-in-the-cage" 2>/dev/null; then
        rm "$folder/written-in-the-cage"
        die "$folder can be written"
    fi
done
touch /tmp/written && rm /tmp/written || die "/tmp cannot be written"

unset HOME IN_CAGE OLDPWD
cd / || die "no other folder"
exec "$@"
