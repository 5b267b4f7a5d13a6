#!/bin/sh
# Prints the path of a working Python 3.13; a pyenv shim of that name may exist and yet not run.

works() {
	"$1" -c 'import sys, venv; raise SystemExit(sys.version_info[:2] != (3, 13))' 2>/dev/null
}

for candidate in python3.13 python3 python \
	"${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.13*/bin/python \
	"$(pyenv root 2>/dev/null)"/versions/3.13*/bin/python \
	/opt/homebrew/bin/python3.13 /usr/local/bin/python3.13 /usr/bin/python3.13; do
	if works "$candidate"; then
		"$candidate" -c 'import sys; print(sys.executable)'
		exit 0
	fi
done
echo "Python 3.13 is missing: get it with 'pyenv install 3.13', 'uv python install 3.13'," \
	"'brew install python@3.13' or from python.org, then run this again." >&2
exit 1
