{{ config(enabled=is_enabled('next_categories')) }}

with

bought as (

    select * from {{ ref('customer_tiers', 'int_category_purchases') }}

),

buyers as (

    select
        store_id,
        count(distinct customer_id) as buyer_count
    from bought
    group by store_id

),

buyers_per_category as (

    select
        store_id,
        category,
        count(*) as buyer_count
    from bought
    group by store_id, category

),

-- Pairs within one customer's purchases: quadratic in categories, not in customers.
buyers_per_pair as (

    select
        bought.store_id,
        bought.category,
        also_bought.category as next_category,
        count(*) as buyer_count
    from bought
    inner join bought as also_bought
        on
            bought.store_id = also_bought.store_id
            and bought.customer_id = also_bought.customer_id
            and bought.category <> also_bought.category
    group by bought.store_id, bought.category, also_bought.category

),

affinities as (

    select
        pairs.store_id,
        pairs.category,
        pairs.next_category,
        {{ ratio('pairs.buyer_count', 'buyers.buyer_count') }} as support_share,
        -- One division of whole numbers: equal lifts are equal to the last digit.
        {{ ratio(
            'pairs.buyer_count * buyers.buyer_count',
            'categories.buyer_count * next_categories.buyer_count'
        ) }} as lift
    from buyers_per_pair as pairs
    inner join buyers on pairs.store_id = buyers.store_id
    inner join buyers_per_category as categories
        on pairs.store_id = categories.store_id and pairs.category = categories.category
    inner join buyers_per_category as next_categories
        on
            pairs.store_id = next_categories.store_id
            and pairs.next_category = next_categories.category

),

-- A lift of 1 says nothing: the two are independent.
category_affinities as (

    select
        *,
        row_number() over (
            partition by store_id, next_category
            order by lift asc, support_share asc, category desc
        ) as affinity_rank
    from affinities
    where
        support_share >= {{ setting('min_pair_support') }}
        and lift > 1

)

select * from category_affinities
