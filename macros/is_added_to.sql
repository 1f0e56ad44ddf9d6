{% macro is_added_to() %}
    {#- A unit test knows no table of its model. -#}
    {{ return(this is not none and is_incremental()) }}
{% endmacro %}
