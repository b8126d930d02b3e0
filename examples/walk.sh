#!/usr/bin/env bash
# Walks one return case from opening to closure over the REST API, with curl and jq, as five colleagues would. Every address
# after the first comes from the case's own available_actions; nothing is done that is not offered there unblocked.
#
#   make demo                      in one terminal
#   examples/walk.sh [URL]         in another
set -euo pipefail
at=${1:-http://localhost:8080}
password=${HOMEWARD_PASSWORD:-demo-homeward}
today=$(date -u +%Y-%m-%d)
now() { jq -nr "now | todate"; }
in_hours() { jq -nr --argjson h "$1" "now + \$h * 3600 | todate"; }

token() { # USERNAME
	curl -sS --fail-with-body "$at/api/v1/tokens" -H 'Content-Type: application/json' \
		-d "{\"username\": \"$1\", \"password\": \"$password\"}" | jq -r .token
}
for colleague in officer officer2 desk field manager; do
	declare "token_$colleague=$(token $colleague)"
done

call() { # WHO METHOD URL [BODY]
	local bearer=token_$1
	curl -sS --fail-with-body -X "$2" "$at$3" -H "Authorization: Bearer ${!bearer}" -H 'Content-Type: application/json' \
		-H "Idempotency-Key: walk-$$-$(date +%s)-$RANDOM$RANDOM" ${4:+-d "$4"}
}

settled() { # WHO ANSWER: asks until what was accepted and kept is recorded, and prints the case
	local answer=$2
	while [ "$(jq -r '.status // empty' <<<"$answer")" = waiting ]; do
		sleep 0.2
		answer=$(call "$1" GET "$(jq -r .status_url <<<"$answer")" | jq '.case // .') || return
	done
	printf '%s' "$answer"
}

act() { # WHO ACTION BODY: performs an action that the case offers to this colleague
	local offer answer
	offer=$(call "$1" GET "$case" | jq --arg a "$2" '.available_actions[] | select(.action == $a)')
	[ -n "$offer" ] || { echo "$1 is not offered $2" >&2; exit 1; }
	[ "$(jq '.blocked_by // [] | length' <<<"$offer")" = 0 ] || { jq -r '"blocked: " + .blocked_by[].text' <<<"$offer" >&2; exit 1; }
	answer=$(call "$1" "$(jq -r .method <<<"$offer")" "$(jq -r .href <<<"$offer")" "$3")
	answer=$(settled "$1" "$answer")
	printf '%-9s %-26s %s\n' "$1" "$2" "$(jq -r .stage <<<"$answer")"
}

opened=$(call officer POST /api/v1/cases "{
	\"programme\": \"standard\", \"applied_on\": \"$today\", \"language\": \"sq\", \"host_country\": \"GB\",
	\"host_office\": \"London office\", \"receiving_office\": \"Tirana office\", \"legal_status\": \"rejected\",
	\"destination\": {\"country\": \"AL\", \"place\": \"Kukës\"},
	\"members\": [{\"family_name\": \"Hoxha\", \"given_names\": \"Arta\", \"birth\": {\"date\": \"1990-04-02\"}, \"sex\": \"F\", \"nationality\": \"AL\"}]}")
opened=$(settled officer "$opened")
reference=$(jq -r '.reference' <<<"$opened")
case=/api/v1/cases/$reference
echo "Opened $reference."

act field answer-assignment '{"duty": "reintegration", "answer": "accept"}'
act officer record-counselling "{\"held_on\": \"$today\", \"language\": \"sq\", \"mode\": \"in_person\", \"outcome\": \"wishes_to_return\"}"
act officer record-screening "{\"member\": \"m1\", \"screened_on\": \"$today\", \"vulnerabilities\": []}"
act officer give-consent "{\"member\": \"m1\", \"kind\": \"return\", \"signed_on\": \"$today\", \"language\": \"sq\"}"
act officer give-consent "{\"member\": \"m1\", \"kind\": \"data\", \"signed_on\": \"$today\", \"language\": \"sq\"}"
act officer issue-document '{"kind": "declaration", "member": "m1", "language": "sq"}'
act officer assess-eligibility '{"recommendation": "approve"}'
act officer2 decide-eligibility '{"decision": "approve"}'
act officer request-authority "{\"members\": [\"m1\"], \"authority\": \"Border authority\", \"sent_on\": \"$today\"}"
act officer record-authority-reply "{\"member\": \"m1\", \"reply\": \"no_objection\", \"replied_on\": \"$today\"}"
act officer record-travel-document "{\"member\": \"m1\", \"status\": \"issued\", \"kind\": \"passport\", \"number\": \"BA1234567\", \"issuer\": \"AL\",
	\"issued_on\": \"2022-03-01\", \"expires_on\": \"2032-03-01\"}"
act desk hold-seats "{\"passengers\": [\"m1\"], \"hold_until\": \"$(in_hours 1)\", \"segments\": [
	{\"carrier\": \"OS\", \"number\": \"456\", \"from\": \"LHR\", \"to\": \"VIE\", \"departs_at\": \"$(in_hours 2)\", \"arrives_at\": \"$(in_hours 5)\"},
	{\"carrier\": \"OS\", \"number\": \"847\", \"from\": \"VIE\", \"to\": \"TIA\", \"departs_at\": \"$(in_hours 6)\", \"arrives_at\": \"$(in_hours 8)\"}]}"
act desk confirm-booking '{"record_locator": "HXAB12", "tickets": {"m1": "257-2410310000"}}'
act officer record-briefing "{\"held_on\": \"$today\", \"items\": [\"itinerary\", \"documents\", \"right_to_withdraw\"]}"
act desk confirm-departure "{\"departed_at\": \"$(now)\", \"boarded\": [\"m1\"]}"
act field confirm-arrival "{\"arrived_at\": \"$(now)\", \"members\": [\"m1\"], \"met_by\": \"Tirana office\"}"
act field propose-plan '{"measures": [{"dimension": "economic", "level": "individual", "kind": "business", "description": "Tools for a workshop.", "amount": 150000,
	"currency": "EUR", "instalments": [{"amount": 75000}, {"amount": 75000}]}]}'
act manager decide-plan '{"decision": "approve"}'
for instalment in i1 i2; do
	act manager release-instalment "{\"instalment\": \"$instalment\"}"
	act field record-payment "{\"instalment\": \"$instalment\", \"amount\": 75000, \"currency\": \"EUR\", \"paid_on\": \"$today\",
		\"place\": \"supplier\", \"method\": \"bank_transfer\", \"receipt\": \"R-$instalment\"}"
done
for visit in $(call field GET "$case" | jq -r '.visits[].id'); do
	act field log-visit "{\"visit\": \"$visit\", \"visited_on\": \"$today\", \"mode\": \"home\", \"outcome\": \"on_track\"}"
done
act field close '{"reason": "completed"}'
[ "$(call officer GET "$case" | jq -r .stage)" = closed ] && echo "$reference went from opening to closure."
