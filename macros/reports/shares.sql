{#- Of customers with the same value as many as there are places left. -#}
{% macro share_of_the_top(share) -%}
    {{ ratio(
        "sum(amount * least(customer_count, greatest(ceil(" ~ share
            ~ " * total_customer_count) - better_customer_count, 0)))",
        "max(total_amount)"
    ) }}
{%- endmacro %}

{% macro sum_of_type(amount, value_type) -%}
    sum(case when value_types.value_type = '{{ value_type }}' then {{ amount }} else 0 end)
{%- endmacro %}
