{{ config(enabled=is_used('next_categories')) }}

with

newest_date as (

    select as_of_date
    from {{ ref('int_as_of_dates') }}
    where is_newest

),

bought as (

    select
        purchases.store_id,
        purchases.customer_id,
        purchases.category,
        newest_date.as_of_date
    from {{ ref('int_category_purchases') }} as purchases
    inner join newest_date on purchases.first_date <= newest_date.as_of_date

),

affinities as (

    select * from {{ ref('category_affinities') }}

),

-- The strongest tie of each category to one that the customer has bought.
candidates as (

    select
        bought.store_id,
        bought.customer_id,
        bought.as_of_date,
        affinities.next_category,
        max(affinities.lift) as lift,
        max_by(bought.category, affinities.tie_strength) as because_of_category,
        max_by(affinities.support, affinities.tie_strength) as support
    from bought
    inner join affinities
        on
            bought.store_id = affinities.store_id
            and bought.category = affinities.category
    group by
        bought.store_id, bought.customer_id, bought.as_of_date, affinities.next_category

),

not_bought_yet as (

    select candidates.*
    from candidates
    left join bought
        on
            candidates.store_id = bought.store_id
            and candidates.customer_id = bought.customer_id
            and candidates.next_category = bought.category
    where bought.category is null

),

ranked_candidates as (

    select
        *,
        row_number() over (
            partition by store_id, customer_id
            order by lift desc, support desc, next_category
        ) as suggestion_rank
    from not_bought_yet

),

next_categories as (

    select
        store_id,
        customer_id,
        as_of_date,
        cast(suggestion_rank as integer) as suggestion_rank,
        next_category,
        because_of_category,
        support,
        lift
    from ranked_candidates
    where suggestion_rank <= 3

)

{{ as_of_rows('next_categories') }}
