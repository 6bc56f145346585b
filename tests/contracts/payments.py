"""What each provider of payments must do, whoever it is: PaymentContract over a rig.

Subclass it and give it a fixture `rig`. Each test asks through the port alone, and looks again with another client.
"""

from __future__ import annotations

from tests.contracts.authorising import Authorising, TakingAtOnce
from tests.contracts.following import Following
from tests.contracts.opening import Opening
from tests.contracts.paying import Paying
from tests.contracts.refunding import Refunding


class PaymentContract(Opening, Paying, Authorising, Refunding, Following):
    """All of it, by a provider that can authorise first."""


class AtOncePaymentContract(Opening, Paying, TakingAtOnce, Refunding, Following):
    """All of it, by one that takes money at once or not at all."""
