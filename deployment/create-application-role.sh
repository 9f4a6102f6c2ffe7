#!/bin/sh
# Runs once, when the database is made: the application owns its database and is no superuser.
set -eu
psql --set ON_ERROR_STOP=1 --set password="$APP_DATABASE_PASSWORD" --username "$POSTGRES_USER" <<'SQL'
CREATE ROLE stockholm_intl LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE stockholm_intl OWNER stockholm_intl;
REVOKE CONNECT ON DATABASE stockholm_intl FROM PUBLIC;
SQL
