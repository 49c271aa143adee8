#!/bin/sh
# The programs that the tests of labels and packing slips read PDFs and bar codes with. "install" adds what is missing
# where apt-get may be used without asking; "check" only says what is missing. Nothing else of the project needs them.
set -eu

programs="pdftotext pdftoppm zbarimg"
packages="poppler-utils zbar-tools"

missing=""
for program in $programs; do
  command -v "$program" >/dev/null 2>&1 || missing="$missing $program"
done
[ -n "$missing" ] || exit 0

if [ "${1:-check}" = install ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing $packages (missing:$missing) …"
  apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $packages && exit 0
fi

echo "Missing:$missing. The tests of papers (PDF, bar codes) need them and fail without. Install them so:"
echo "  Debian, Ubuntu: sudo apt-get install $packages"
echo "  Fedora: sudo dnf install poppler-utils zbar      macOS: brew install poppler zbar"
exit 1
