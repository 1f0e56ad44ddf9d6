{{ config(enabled=is_enabled('value_type')) }}
-- By revenue, margin and expected revenue, unless there is none at all.
select
    store_id,
    as_of_date
from {{ ref('customer_tiers', 'portfolio_focus') }}
where
    abs(
        valued_net_revenue_share + volume_net_revenue_share
        + valued_volume_net_revenue_share + occasional_net_revenue_share - 1
    ) > 1e-9
    or abs(
        valued_margin_share + volume_margin_share
        + valued_volume_margin_share + occasional_margin_share - 1
    ) > 1e-9
    or abs(
        valued_expected_net_revenue_share + volume_expected_net_revenue_share
        + valued_volume_expected_net_revenue_share
        + occasional_expected_net_revenue_share - 1
    ) > 1e-9
