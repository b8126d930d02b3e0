#!/bin/sh
# Makes the namespace and the two opaque search attributes a case starts with. Safe to run again.
set -eu

temporal operator namespace describe -n "$TEMPORAL_NAMESPACE" >/dev/null 2>&1 ||
	temporal operator namespace create -n "$TEMPORAL_NAMESPACE" --retention 365d

for attribute in HomewardOffice HomewardProgramme; do
	temporal operator search-attribute list -n "$TEMPORAL_NAMESPACE" | grep -qw "$attribute" ||
		temporal operator search-attribute create -n "$TEMPORAL_NAMESPACE" --name "$attribute" --type Keyword
done
