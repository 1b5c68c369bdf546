"""The official Stripe client for Python, unmodified but for its host."""

import json
import os

import stripe

with open(os.environ["PAYGATE_DEMO_KEYS"], encoding="utf-8") as keys:
    stripe.api_key = json.load(keys)["secret_key"]
stripe.api_base = os.environ["PAYGATE_URL"]
stripe.enable_telemetry = False
