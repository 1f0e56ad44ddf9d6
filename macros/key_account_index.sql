{#- What is not known drops out, and the other weights make up the whole. -#}
{% macro key_account_index() -%}
    100 * {{ weighted_mean_of_known(key_account_dimensions()) }}
{%- endmacro %}
