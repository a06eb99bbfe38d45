#!/bin/sh
# Run once by the postgres container, when the database is made: the role that the product works as. It owns nothing.
# By hand, in a database that is there already: docs/running.md, "Two roles".
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set password="$APP_PASSWORD" <<'SQL'
CREATE ROLE safekeep_app LOGIN PASSWORD :'password' NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
SQL
