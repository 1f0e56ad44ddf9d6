{%- set needs = {
    'abc_margin': 'margin_amount', 'buying_style': 'discount_share',
    'price_tier': 'average_order_value'
} -%}

-- Customers of customer_facts without a label, or whose label has no name. Without a
-- margin, a discount share or an average order, its class, style or tier is unknown.
with

facts as (

    select * from {{ ref('customer_tiers', 'customer_facts') }}

),

tiers as (

    select * from {{ ref('customer_tiers', 'customer_tiers') }}

)

{% for scheme, label in label_columns().items() -%}
select
    facts.store_id,
    facts.customer_id,
    facts.as_of_date,
    '{{ scheme }}' as scheme
from facts
left join tiers on {{ same_customer('facts', 'tiers') }}
where
    tiers.{{ label }}_label_zh is null
    and facts.{{ needs.get(scheme, 'customer_id') }} is not null
{% if not loop.last -%}
union all
{% endif -%}
{% endfor %}
