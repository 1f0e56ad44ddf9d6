{{ config(materialized='table', enabled=is_given('customer_aliases')) }}

{#- Each round doubles the length of chain that is followed, up to 32. -#}
{%- set rounds = 5 -%}

with

aliases as (

    select
        *,
        case
            when is_left_out then 'left_out'
            when alias_customer_id is null or customer_id is null
                then 'missing_customer'
            when alias_customer_id = customer_id then 'self_alias'
        end as fault
    from {{ ref('customer_tiers', 'stg_tiers__customer_aliases') }}

),

numbered_aliases as (

    select
        *,
        row_number() over (
            partition by alias_customer_id, fault
            order by customer_id, raw_customer_id, raw_alias_customer_id
        ) as duplicate_number
    from aliases

),

links_0 as (

    select
        alias_customer_id,
        customer_id
    from numbered_aliases
    where fault is null and duplicate_number = 1

),

{%- for round in range(rounds) %}

links_{{ round + 1 }} as (

    select
        links.alias_customer_id,
        coalesce(further_links.customer_id, links.customer_id) as customer_id
    from links_{{ round }} as links
    left join links_{{ round }} as further_links
        on links.customer_id = further_links.alias_customer_id

),
{%- endfor %}

-- The end of a chain is not an alias; a circle has no end.
screened_aliases as (

    select
        aliases.raw_alias_customer_id,
        aliases.raw_customer_id,
        aliases.alias_customer_id,
        ends.customer_id,
        case
            when aliases.fault is not null then aliases.fault
            when aliases.duplicate_number > 1 then 'duplicate_alias'
            when beyond_ends.alias_customer_id is not null then 'alias_circle'
        end as rejection_reason
    from numbered_aliases as aliases
    left join links_{{ rounds }} as ends
        on aliases.alias_customer_id = ends.alias_customer_id
    left join links_0 as beyond_ends on ends.customer_id = beyond_ends.alias_customer_id

)

select * from screened_aliases
