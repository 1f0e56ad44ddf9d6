select
    coalesce(acquisition_channel, 'Unknown'),
    sum(customer_count),
    sum(buyer_count),
    sum(repeat_buyer_count) / sum(buyer_count),
    sum(net_revenue)
from marts.acquisition_channels
where as_of_date = date '{newest}'
group by all
