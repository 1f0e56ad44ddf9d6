with

buyers as (

    select
        count(*) as buyer_count,
        count(margin_amount) as margins,
        count(discount_share) as discounts,
        count(nullif(category_count, 0)) as categories,
        count(nullif(channel_count, 0)) as channels,
        count(nullif(feedback_count, 0)) as feedback,
        count(nullif(referral_count, 0)) as referrals,
        count(coalesce(gender, region, income_band)) as profiles,
        count(acquisition_channel) as acquisition
    from marts.customer_tiers
    where
        as_of_date = $as_of
        and store_id = $store
        and order_count > 0

),

facts as (

    unpivot buyers
    on columns(* exclude (buyer_count))
    into name fact value customer_count

),

facts_with_shares as (

    select
        *,
        customer_count / nullif(buyer_count, 0) as customer_share
    from facts

)

select
    fact,
    customer_count,
    customer_share,
    fact as used_for,
    fact as comes_from
from facts_with_shares
order by customer_count desc, fact asc
