#!/bin/sh
# Makes the databases when PostgreSQL starts for the first time: one owner each, so that no password opens two.
set -eu

make_database() { # owner, password, databases
	owner=$1 password=$2
	shift 2
	psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -c "CREATE ROLE $owner LOGIN PASSWORD '$password'"
	for database in "$@"; do
		psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -c "CREATE DATABASE $database OWNER $owner"
		psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -c "REVOKE CONNECT ON DATABASE $database FROM PUBLIC"
	done
}

make_database homeward "$CASES_PASSWORD" homeward
make_database homeward_keys "$KEYS_PASSWORD" homeward_keys
make_database temporal "$TEMPORAL_PASSWORD" temporal temporal_visibility
