"""The main ways of a payment, as an integration in Python takes them."""

import uuid

import pytest
import stripe


def pay(**more):
    return stripe.PaymentIntent.create(**{"amount": 1999, "currency": "usd", "payment_method": "pm_card_visa", "confirm": True, **more})


def test_create_and_confirm():
    created = stripe.PaymentIntent.create(amount=1999, currency="usd", metadata={"seat": "12"})
    assert (created.status, created.metadata["seat"]) == ("requires_payment_method", "12")
    paid = stripe.PaymentIntent.confirm(created.id, payment_method="pm_card_visa")
    assert (paid.status, paid.amount_received) == ("succeeded", 1999)
    assert stripe.PaymentIntent.retrieve(created.id).status == "succeeded"


def test_update_and_unset():
    created = stripe.PaymentIntent.create(amount=1999, currency="usd", description="Three coffees", metadata={"a": "1", "b": "2"})
    changed = stripe.PaymentIntent.modify(created.id, amount=2500, description="", metadata={"a": ""})
    assert (changed.amount, changed.description, dict(changed.metadata)) == (2500, None, {"b": "2"})


def test_decline_is_a_card_error():
    with pytest.raises(stripe.error.CardError) as raised:
        pay(payment_method="pm_card_chargeDeclinedInsufficientFunds")
    error = raised.value
    assert (error.http_status, error.code, error.error.decline_code) == (402, "card_declined", "insufficient_funds")
    assert error.error.payment_intent["status"] == "requires_payment_method"


def test_wrong_parameters_are_invalid_requests():
    with pytest.raises(stripe.error.InvalidRequestError) as raised:
        stripe.PaymentIntent.create(amount=10, currency="usd")
    assert (raised.value.code, raised.value.param) == ("amount_too_small", "amount")


def test_wrong_key_is_an_authentication_error():
    with pytest.raises(stripe.error.AuthenticationError):
        stripe.PaymentIntent.list(api_key="sk_test_wrong")


def test_same_key_is_one_payment():
    key = str(uuid.uuid4())
    first, second = (pay(idempotency_key=key) for _ in range(2))
    assert first.id == second.id
    with pytest.raises(stripe.error.IdempotencyError):
        pay(amount=2000, idempotency_key=key)


def test_capture_of_a_part_releases_the_rest():
    held = pay(capture_method="manual")
    assert (held.status, held.amount_capturable) == ("requires_capture", 1999)
    taken = stripe.PaymentIntent.capture(held.id, amount_to_capture=700)
    assert (taken.status, taken.amount_received, taken.amount_capturable) == ("succeeded", 700, 0)


def test_cancel():
    canceled = stripe.PaymentIntent.cancel(pay(capture_method="manual").id, cancellation_reason="duplicate")
    assert (canceled.status, canceled.cancellation_reason) == ("canceled", "duplicate")


def test_refunds_in_parts():
    paid = pay()
    parts = [stripe.Refund.create(payment_intent=paid.id, amount=amount) for amount in (700, 1299)]
    assert [part.status for part in parts] == ["succeeded", "succeeded"]
    charge = stripe.Charge.retrieve(paid.latest_charge)
    assert (charge.amount_refunded, charge.refunded) == (1999, True)
    with pytest.raises(stripe.error.InvalidRequestError) as raised:
        stripe.Refund.create(payment_intent=paid.id)
    assert raised.value.code == "charge_already_refunded"


def test_expansion_down_to_the_balance():
    paid = pay(expand=["latest_charge.balance_transaction"])
    balance = paid.latest_charge.balance_transaction
    assert (balance.type, balance.currency) == ("charge", "mad")
    assert balance.net == balance.amount - balance.fee


def test_lists_walk_all_pages():
    customer = stripe.Customer.create(email="amina@example.com")
    ids = [pay(customer=customer.id).id for _ in range(5)]
    walked = [one.id for one in stripe.PaymentIntent.list(customer=customer.id, limit=2).auto_paging_iter()]
    assert walked == list(reversed(ids))


def test_saved_card_is_charged_off_session():
    customer = stripe.Customer.create()
    pay(customer=customer.id, setup_future_usage="off_session")
    (saved,) = stripe.Customer.list_payment_methods(customer.id).data
    assert pay(customer=customer.id, payment_method=saved.id, off_session=True).status == "succeeded"


def test_setup_intent_saves_a_card():
    customer = stripe.Customer.create()
    setup = stripe.SetupIntent.create(customer=customer.id, payment_method="pm_card_visa", confirm=True)
    assert setup.status == "succeeded"
    assert [one.id for one in stripe.PaymentMethod.list(customer=customer.id, type="card").data] == [setup.payment_method]


def test_challenge_asks_for_the_cardholder():
    waiting = pay(payment_method="pm_card_threeDSecure2Required", return_url="https://shop.example/back")
    assert (waiting.status, waiting.next_action.type) == ("requires_action", "redirect_to_url")


def test_checkout_session():
    session = stripe.checkout.Session.create(
        mode="payment", success_url="https://shop.example/done",
        line_items=[{"price_data": {"currency": "usd", "unit_amount": 350, "product_data": {"name": "Coffee"}}, "quantity": 3}],
    )
    assert (session.status, session.amount_total) == ("open", 1050)
    assert [line.description for line in stripe.checkout.Session.list_line_items(session.id).data] == ["Coffee"]
    assert stripe.checkout.Session.expire(session.id).status == "expired"


def test_events_tell_of_a_payment():
    paid = pay()
    types = [event.type for event in stripe.Event.list(limit=100).auto_paging_iter() if event.data.object.get("id") == paid.id]
    assert types[0] == "payment_intent.succeeded"
    assert types[-1] == "payment_intent.created"
