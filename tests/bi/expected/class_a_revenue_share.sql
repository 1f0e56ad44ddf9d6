select sum(net_revenue) filter (abc_class = 'A')::double / sum(net_revenue)::double
from marts.abc_tiers
where as_of_date = date '{newest}'
