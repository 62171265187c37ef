#!/usr/bin/env bash
# Renders a bundled portrait with a voice, over HTTP.
#
#   examples/render.sh [URL] [OUT] [VOICE] [AVATAR]
#
# Set API_KEY if the service has keys.
set -euo pipefail
url=${1:-http://localhost:8080}
out=${2:-result.mp4}
voice=${3:-$(dirname "$0")/../voices/hello.flac}
avatar=${4:-alice}

ask() {
  curl --silent --show-error --fail-with-body ${API_KEY:+--header "Authorization: Bearer $API_KEY"} "$@"
}

# The answer, 202, has the address of the job's status.
status=$(ask "$url/render" --form "avatarId=$avatar" --form "voice=@$voice" | sed -n 's/.*"statusUrl":"\([^"]*\)".*/\1/p')
echo "job: $url$status" >&2

# `wait` holds the answer back until the job ends, at most a minute. An unfinished job answers 503
# with Retry-After, which --retry follows; a failed one ends the script with its error as JSON.
if ! ask --retry 30 --header 'Accept: video/mp4' --output "$out.part" "$url$status?wait=60"; then
  cat "$out.part" >&2
  rm -f "$out.part"
  exit 1
fi
mv "$out.part" "$out"
echo "$out"
