"""A hundred and fifty placements over two years, with their signatures, visits, attendance and sharing.

Live ones are made to be lawful: the start gate checks them after loading and finds nothing to pause.
"""

from unlocking_opportunities.setup.demo_data.placements import incidents, records
from unlocking_opportunities.setup.demo_data.placements.fits import choose
from unlocking_opportunities.setup.demo_data.world import World


def make(world: World) -> None:
	dice = world.dice("placements")
	fits = choose(world, dice)
	world.loader.seal("Placement", records.sign)
	for fit in sorted(fits, key=lambda fit: fit.start):
		records.write(world, dice, fit)
	incidents.make(world)
