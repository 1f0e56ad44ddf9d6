-- For the optional inputs; reconciliation shows it for the orders.
{%- set inputs = {
    'customer_aliases': 'aliases',
    'customers': 'customers',
    'feedback': 'feedback',
    'order_lines': 'lines',
    'referrals': 'referrals',
    'refunds': 'refunds',
} %}
{%- set given = {} %}
{%- for input, screened in inputs.items() if is_given(input) %}
{%- do given.update({input: screened}) %}
{%- endfor %}
{{ config(enabled=given != {}) }}

with

counts as (

    {%- for input, screened in given.items() %}

    select
        '{{ input }}' as input_name,
        (
            select count(*) from {{ ref('customer_tiers', 'stg_tiers__' ~ input) }}
        ) as raw_count,
        (
            select count(*) from {{ ref('customer_tiers', 'int_screened_' ~ screened) }}
        ) as screened_count
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

rejected as (

    select
        input_name,
        count(*) as rejected_count
    from {{ ref('customer_tiers', 'rejected_rows') }}
    group by input_name

),

accepted as (

    {%- for input, screened in given.items() %}

    select
        '{{ input }}' as input_name,
        count(*) as accepted_count
    from {{ ref('customer_tiers', 'int_screened_' ~ screened) }}
    where rejection_reason is null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

)

select
    counts.input_name,
    counts.raw_count,
    counts.screened_count
from counts
inner join accepted on counts.input_name = accepted.input_name
left join rejected on counts.input_name = rejected.input_name
where
    counts.raw_count <> counts.screened_count
    or counts.raw_count
    <> accepted.accepted_count + coalesce(rejected.rejected_count, 0)
