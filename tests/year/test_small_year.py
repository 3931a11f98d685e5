import time, os
from datetime import date
import pytest
from tests.year.world import Size
from tests.year.year import Period, live
pytestmark = pytest.mark.usefixtures("demo_site")
def test_small():
	t=time.perf_counter(); import cProfile,pstats; pr=cProfile.Profile(); os.environ.get('PROF') and pr.enable()
	n=int(os.environ.get("N","10")); d=date.fromisoformat(os.environ.get("LAST","2026-10-31"))
	p = live(int(os.environ.get("SEED","1")), Period(date(2026,9,1), d, Size(n,int(n*1.5),2), date.fromisoformat(os.environ.get("DOWN","2026-10-08"))))
	pr.disable(); os.environ.get("PROF") and pr.dump_stats("/tmp/sim/prof"); print("TOOK", time.perf_counter()-t)
	assert not p, "\n\n".join(p)
