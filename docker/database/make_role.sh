#!/bin/sh
# Run once, by the entry point of the PostgreSQL image, when the cluster has been made: the user and the
# database of the widget stack. No service is the superuser.
set -eu

psql -v ON_ERROR_STOP=1 --username postgres --dbname postgres <<'SQL'
\set password `cat /run/secrets/database_password`
CREATE ROLE test_user LOGIN PASSWORD :'password';
CREATE DATABASE microservices_test OWNER test_user;
SQL
