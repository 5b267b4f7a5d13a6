#!/bin/sh
# Prints the path of a Chromium or Chrome. Where there is none and the system's packages may be
# installed (a build machine), installs Debian's.

find() {
	for candidate in chromium chromium-browser google-chrome google-chrome-stable \
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
		"/Applications/Chromium.app/Contents/MacOS/Chromium"; do
		command -v "$candidate" && return 0
	done
	return 1
}

find && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
	{
		apt-get update -q &&
			DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends chromium
	} >/dev/null 2>&1
	find && exit 0
fi
echo "Chromium or Chrome is missing: the tests look at the API reference with it." >&2
exit 1
