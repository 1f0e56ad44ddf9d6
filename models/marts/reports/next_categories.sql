{{ config(
    materialized='as_of',
    enabled=is_enabled('next_categories'),
    meta={'version_column': 'history_version'}
) }}

with

bought as (

    select * from {{ ref('customer_tiers', 'int_category_purchases') }}

),

affinities as (

    select * from {{ ref('customer_tiers', 'int_category_affinities') }}

),

strongest_ties as (

    select
        bought.store_id,
        bought.customer_id,
        bought.as_of_date,
        affinities.next_category,
        max(affinities.affinity_rank) as affinity_rank
    from bought
    inner join affinities
        on
            bought.store_id = affinities.store_id
            and bought.category = affinities.category
    group by
        bought.store_id, bought.customer_id, bought.as_of_date, affinities.next_category

),

not_bought_yet as (

    select strongest_ties.*
    from strongest_ties
    left join bought
        on
            strongest_ties.store_id = bought.store_id
            and strongest_ties.customer_id = bought.customer_id
            and strongest_ties.next_category = bought.category
    where bought.category is null

),

suggestions as (

    select
        not_bought_yet.store_id,
        not_bought_yet.customer_id,
        not_bought_yet.as_of_date,
        cast(row_number() over (
            partition by not_bought_yet.store_id, not_bought_yet.customer_id
            order by
                affinities.lift desc,
                affinities.support_share desc,
                not_bought_yet.next_category asc
        ) as integer) as suggestion_rank,
        not_bought_yet.next_category,
        affinities.category as because_of_category,
        affinities.support_share,
        affinities.lift
    from not_bought_yet
    inner join affinities
        on
            not_bought_yet.store_id = affinities.store_id
            and not_bought_yet.next_category = affinities.next_category
            and not_bought_yet.affinity_rank = affinities.affinity_rank

),

next_categories as (

    select * from suggestions
    where suggestion_rank <= {{ setting('max_next_categories') }}

)

select * from next_categories
