#!/bin/sh
# Brings Temporal's two schemas to the version of its server. Safe to run again: what is done is skipped.
set -eu

schema() { # database, folder
	temporal-sql-tool --database "$1" setup-schema -v 0.0
	temporal-sql-tool --database "$1" update-schema -d "/etc/temporal/schema/postgresql/v12/$2/versioned"
}

schema temporal temporal
schema temporal_visibility visibility
