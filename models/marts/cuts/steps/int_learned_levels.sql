{#- Methods and schemes that are not in use fall away with their constant condition. -#}
{%- set rfm_method = setting('rfm_method') -%}
{%- set sources = [
    (
        'rfm', 'percent_rank', 'int_rfm_percent_rank_levels',
        rfm_method == 'percent_rank'
    ),
    ('rfm', 'quantile', 'int_rfm_quantile_levels', rfm_method == 'quantile'),
    ('rfm_value', setting('rfm_value_cut'), 'int_rfm_value_levels', true),
    ('abc', 'revenue_share', 'int_abc_levels', "metric = 'net_revenue'"),
    (
        'abc_margin', 'margin_share', 'int_abc_levels',
        is_used('abc_margin') ~ " and metric = 'margin_amount'"
    ),
    ('key_account', 'revenue_share', 'int_key_account_levels', is_used('key_account')),
    ('value_type', 'percent_rank', 'int_value_type_levels', is_used('value_type')),
    (
        'buying_style', 'percent_rank', 'int_buying_style_levels',
        is_used('buying_style')
    ),
] -%}

with

learned_levels as (

    {%- for scheme, method, model, condition in sources %}

    select
        '{{ scheme }}' as scheme,
        '{{ method }}' as method,
        store_id,
        as_of_date,
        metric,
        is_higher_better,
        strength,
        customer_count,
        level_rank,
        threshold
    from {{ ref('customer_tiers', model) }}
    where {{ condition }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

)

select * from learned_levels
