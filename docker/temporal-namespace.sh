#!/bin/sh
# Makes the namespace where there is none; the workers add the search attributes.
set -eu
temporal operator namespace describe --namespace default >/dev/null 2>&1 ||
  temporal operator namespace create --namespace default --retention 30d
