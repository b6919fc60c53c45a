#!/bin/sh
if [ "$1" = remove ]; then
  echo "Build Your Rating leaves every user's data where it is: in ~/.local/share/build-your-rating"
fi
