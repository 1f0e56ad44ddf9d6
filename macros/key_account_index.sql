{#- What is not known drops out, and the other weights make up the whole. -#}
{% macro key_account_index() -%}
    least(
        100 * {{ weighted_mean_of_known(key_account_dimensions()) }}
        + coalesce(weights.influence * customers.influence_rank, 0),
        100
    )
{%- endmacro %}
