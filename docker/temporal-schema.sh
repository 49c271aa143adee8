#!/bin/sh
# Makes and upgrades the tables of Temporal's two databases; the connection stands in the environment (SQL_…).
set -eu
for database in temporal temporal_visibility; do
  case $database in
    temporal) schema=temporal ;;
    *) schema=visibility ;;
  esac
  temporal-sql-tool --db "$database" create-database
  # A second set-up would begin to count the versions of the schema anew.
  if ! temporal-sql-tool --db "$database" update-schema --schema-name "postgresql/v12/$schema"; then
    temporal-sql-tool --db "$database" setup-schema -v 0.0
    temporal-sql-tool --db "$database" update-schema --schema-name "postgresql/v12/$schema"
  fi
done
