-- Customers of customer_facts who miss a label, or whose label has no name. Only the
-- margin class and the buying style of who has no margin or no discount share are unknown.
{%- set can_be_unknown = {'abc_margin': 'margin_amount', 'buying_style': 'discount_share'} %}
select
    facts.store_id,
    facts.customer_id,
    facts.as_of_date
from {{ ref('customer_facts') }} as facts
left join {{ ref('customer_tiers') }} as tiers on {{ same_customer('facts', 'tiers') }}
where
    tiers.customer_id is null
    {%- for scheme, label in label_columns().items() %}
    or (
        tiers.{{ label }}_label_zh is null
        {%- if scheme in can_be_unknown %}
        and facts.{{ can_be_unknown[scheme] }} is not null
        {%- endif %}
    )
    {%- endfor %}
