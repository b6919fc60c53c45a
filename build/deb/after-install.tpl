#!/bin/sh
# For systems that give ordinary users no namespaces: elsewhere Chromium's sandbox does without this program.
chmod 4755 '/opt/${sanitizedProductName}/chrome-sandbox'
